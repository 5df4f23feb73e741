"""The pages of an anonymous collection, built for a room from a small declaration. HTTP only"""
