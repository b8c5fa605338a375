"""What every engine stands on: runner, config, checkpoint, device, history, problems."""
