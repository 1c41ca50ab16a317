"""可衡量: can the targets be measured."""
