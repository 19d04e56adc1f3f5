package dev.agentpost.mail.mailauthentication;

import java.util.concurrent.CompletableFuture;

/** Finds out who stands behind a message. */
@FunctionalInterface
public interface MailAuthentication {
    /** Where there is no DNS to ask. */
    MailAuthentication OFF = message -> CompletableFuture.completedFuture(AuthenticationResults.NONE);

    /** Never fails and does not block. The body may be read until the answer is there. */
    CompletableFuture<AuthenticationResults> check(CheckedMessage message);
}
