package dev.agentpost.mail.login;

import reactor.core.publisher.Mono;

/**
 * Tells every node that something which a login depends on has changed. Whoever changes a key, an organization's status
 * or removes an inbox calls this after the change is stored and answers its caller only when it is complete.
 */
public interface LoginChanges {
    Mono<Void> publish(LoginChange change);
}
