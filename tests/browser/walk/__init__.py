"""One death, live, through every stage: the people of the walk and the machines they use. Everybody is invented."""
