-- Offers that were decided against: the day of the decision, and the code of its ground.
ALTER TABLE grant_register
    ADD COLUMN not_awarded_on     date,
    ADD COLUMN not_awarded_ground text;
