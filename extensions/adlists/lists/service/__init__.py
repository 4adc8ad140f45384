"""What a service offers for its lists, as the job sees it."""
