"""What runs in a student's process, inside the sandbox. Nothing here may import `autograder`: the answers are in it."""
