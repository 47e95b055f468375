"""Work that a playbook sets going and the clock carries on."""
