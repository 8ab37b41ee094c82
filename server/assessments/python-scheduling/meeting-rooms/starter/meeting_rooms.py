def assign_rooms(meetings):
    """Returns the number of each meeting's room, by the meeting's name."""
    pass
