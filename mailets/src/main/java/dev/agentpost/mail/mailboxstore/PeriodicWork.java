package dev.agentpost.mail.mailboxstore;

import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Work that {@link StoreUpkeep} does now and again, on every node. When it fails it is done again at its next time.
 *
 * @param name for the log
 * @param first how long after the start
 * @param every how long after the end of the last one
 */
public record PeriodicWork(String name, Duration first, Duration every, Supplier<Mono<?>> work) {}
