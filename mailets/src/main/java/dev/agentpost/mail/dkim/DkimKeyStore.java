package dev.agentpost.mail.dkim;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Errors of the returned publishers mean that the store did not answer; absence is an empty result. */
public interface DkimKeyStore {

    /** Atomic: the first key of a domain with its number stays, later ones are left out without a word. */
    Mono<Void> add(DkimKey key);

    /** Of a domain, the newest first. */
    Flux<DkimKey> list(String domain);

    /** May be repeated. */
    Mono<Void> delete(String domain, int number);
}
