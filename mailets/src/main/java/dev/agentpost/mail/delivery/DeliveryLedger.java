package dev.agentpost.mail.delivery;

import java.time.Instant;
import reactor.core.publisher.Mono;

/**
 * Which copies were stored, so that a mail which is processed again, after a crash or an outage, is not stored twice.
 * Kept for longer than any queue keeps a mail.
 */
public interface DeliveryLedger {

    /** How far a copy has come. */
    sealed interface State {
        /** Nothing was done yet. */
        record Unknown() implements State {}

        /** Its storing began then; whether it succeeded must be looked up in the folder. */
        record Started(Instant when) implements State {}

        record Done() implements State {}
    }

    Mono<State> find(CopyId copy);

    Mono<Void> saveStarted(CopyId copy, Instant when);

    Mono<Void> saveDone(CopyId copy);
}
