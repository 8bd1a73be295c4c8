"""The roster of public servants: parsed, loaded, put in force, looked up."""
