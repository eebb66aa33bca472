ALTER TABLE calls ADD COLUMN annulled_on date;
