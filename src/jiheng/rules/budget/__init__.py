"""适当性: does the money fit, in the budget and in the spending plan."""
