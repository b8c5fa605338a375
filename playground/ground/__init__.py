"""What shell, runs, kit and labs stand on: language, paths, problems, the bridge to an engine."""
