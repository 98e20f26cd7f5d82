"""The people and companies the shop knows: who they are, how to reach them, who may see them."""
