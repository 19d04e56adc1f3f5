package dev.agentpost.mail.login;

import reactor.core.publisher.Mono;

/**
 * Tells every node that something which a login depends on has changed. Whoever changes a key, an organization's status
 * or removes an inbox calls this after the change is stored and answers its caller only when it is complete. To announce
 * a new inbox is no duty; without it a node that was asked for its address just before knows of it a second late.
 */
public interface LoginChanges {

    /** @return an error when other nodes could not be told; the caller's caller then repeats the change */
    Mono<Void> publish(LoginChange change);
}
