package dev.agentpost.mail.ratelimit;

import java.util.concurrent.CompletableFuture;

/** A message that waits for its share of an account. Whoever no longer wants the answer cancels it. */
record SendRequest(long recipients, CompletableFuture<SendDecision> answer) {
    SendRequest(long recipients) {
        this(recipients, new CompletableFuture<>());
    }

    /** What is granted to nobody is given back. */
    void allow(SendCharge charge) {
        if (!answer.complete(new SendDecision.Allowed(charge))) {
            charge.giveBack();
        }
    }
}
