DROP VIEW temp.gaps;
DROP VIEW temp.approvals;
DROP TABLE temp.parts;
DROP TABLE temp.stated_cases;
DROP TABLE temp.cases;
DROP TABLE temp.meetings;
