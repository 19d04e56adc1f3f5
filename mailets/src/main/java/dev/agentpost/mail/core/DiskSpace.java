package dev.agentpost.mail.core;

/** What a server needs of the disk that its data is on. */
public interface DiskSpace {
    /** No start with less, and what else is written there leaves so much: a disk that is full ends Cassandra. */
    long LEAST_BYTES = 200L << 20;
}
