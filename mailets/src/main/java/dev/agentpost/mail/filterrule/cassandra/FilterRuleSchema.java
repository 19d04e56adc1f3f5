package dev.agentpost.mail.filterrule.cassandra;

import dev.agentpost.mail.cassandra.TableSchema;

/**
 * {@code filter_rule} is the truth, by what an envelope has in hand: one partition holds the rules of an organization for
 * one direction, so that a recipient costs one read of a few rows by their whole keys, and what is read is of one moment.
 * Beside the rules, whose pattern is a {@link PatternText}, stand with an empty pattern how many allow
 * rules each scope has ({@code inbox_id}, empty for the organization), and, with an empty action, the version that every
 * change of the partition is conditional on and raises: so the numbers are those of the rules, whoever changes them at a
 * time. {@code filter_rule_by_organization} leads to a rule by id; it may name rules that are gone, and never lacks one
 * that exists. That is why its tombstones need to be kept for an hour only: so many rules may be removed that a list would
 * otherwise fail on them.
 */
public interface FilterRuleSchema {
    TableSchema SCHEMA = TableSchema.of(
            "CREATE TABLE IF NOT EXISTS filter_rule ("
                    + "organization_id text, "
                    + "direction text, "
                    + "pattern text, "
                    + "inbox_id text, "
                    + "action text, "
                    + "id text, "
                    + "reason text, "
                    + "created_at timestamp, "
                    + "allow_rules int, "
                    + "version bigint, "
                    + "PRIMARY KEY ((organization_id, direction), pattern, inbox_id, action)"
                    + ") WITH comment = 'who may be written to and who may write;"
                    + " changed by lightweight transactions only'",
            "CREATE TABLE IF NOT EXISTS filter_rule_by_organization ("
                    + "organization_id text, "
                    + "id text, "
                    + "direction text, "
                    + "pattern text, "
                    + "inbox_id text, "
                    + "action text, "
                    + "reason text, "
                    + "created_at timestamp, "
                    + "PRIMARY KEY ((organization_id), id)"
                    + ") WITH gc_grace_seconds = 3600 AND comment = 'rules of an organization in order'");
}
