# Point and comma as in the Dominican Republic, Peru, Mexico and Central America; the cases are written so too.
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
SHORT_DATE_FORMAT = "j b Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j b Y, H:i"
