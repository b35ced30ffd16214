"""The ETL: official files in, a published release out."""
