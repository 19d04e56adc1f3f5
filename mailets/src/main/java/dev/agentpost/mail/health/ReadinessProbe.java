package dev.agentpost.mail.health;

import java.util.Optional;
import reactor.core.publisher.Mono;

/** One thing without which the server cannot do its work. */
public interface ReadinessProbe {
    /** In lower case, for the answer. */
    String name();

    /** What is wrong, for operators and without secrets; an error says that it does not answer. Never empty. */
    Mono<Optional<String>> problem();
}
