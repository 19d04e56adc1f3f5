package dev.agentpost.mail.cassandra;

import java.util.List;

/**
 * The tables of one feature, as CQL that may be run again ({@code CREATE TABLE IF NOT EXISTS name …}, without a
 * keyspace: the session has one).
 */
public record TableSchema(List<String> statements) {

    public static TableSchema of(String... statements) {
        return new TableSchema(List.of(statements));
    }
}
