"""IN: commands, questions, other services' facts and the calendar reach us here. No rules."""
