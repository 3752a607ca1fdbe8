-- What is made in a target says whose it is: the store's name and the run's number.

CREATE TABLE store (
  id VARCHAR(36) PRIMARY KEY
);
