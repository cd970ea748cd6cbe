"""How far standards are met, in each of the forms that ``troth standards`` and the desk tell it in."""
