"""The main job over the services of the package, on one screen."""
