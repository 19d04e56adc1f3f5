package dev.agentpost.mail.login;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The changes of the last while, shared by all nodes. Errors mean that the log did not answer. */
public interface LoginChangeLog {

    /** @param writtenAt by the clock of the node that wrote it */
    record Entry(UUID id, Instant writtenAt, LoginChange change) {}

    Mono<Void> append(LoginChange change);

    /** Every entry written at {@code from} or later, in no particular order. */
    Flux<Entry> read(Instant from);

    /** How long an entry can be read at least. */
    Duration retention();
}
