package dev.agentpost.mail.dkim;

import com.google.common.base.Ascii;
import dev.agentpost.mail.core.AddressField;
import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.time.Clock;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.mime4j.dom.address.Mailbox;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Signs messages with the key of the domain in their From, which DMARC compares (RFC 7489 section 3.1.1). */
public final class DkimSigning {
    private final DkimKeys keys;
    private final LocalDomains localDomains;
    private final Clock clock;

    @Inject
    public DkimSigning(DkimKeys keys, LocalDomains localDomains, Clock clock) {
        this.keys = keys;
        this.localDomains = localDomains;
        this.clock = clock;
    }

    /**
     * @return the message as it is when its From is none of this server's, which nobody could verify; never empty; an error
     *     means that the store did not answer or the message cannot be read
     */
    public Mono<MessageSource> sign(MessageSource message) {
        return Mono.justOrEmpty(fromDomain(message))
                .filterWhen(localDomains::contains)
                .flatMap(keys::signing)
                .publishOn(Schedulers.boundedElastic())
                .flatMap(key -> Mono.fromCallable(() -> DkimSignature.of(message, key, clock.instant())))
                .map(message::withHeaderLines)
                .defaultIfEmpty(message);
    }

    private static Optional<String> fromDomain(MessageSource message) {
        return MessageHeader.parse(message.header()).stream()
                .flatMap(header -> header.values("from").stream())
                .flatMap(from -> AddressField.parseLeniently(from).flatten().stream())
                .map(Mailbox::getDomain)
                .filter(domain -> domain != null && !domain.isEmpty())
                .map(Ascii::toLowerCase)
                .findFirst();
    }
}
