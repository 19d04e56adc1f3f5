package dev.agentpost.mail.health.james;

import dev.agentpost.mail.health.ReadinessProbe;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.protocols.lib.netty.AbstractConfigurableAsyncServer;
import org.apache.james.protocols.lib.netty.AbstractServerFactory;
import org.apache.james.protocols.lib.netty.CertificateReloadable;
import reactor.core.publisher.Mono;

/** Whether the mail ports are open. */
public final class ListenersProbe implements ReadinessProbe {
    private final Set<CertificateReloadable.Factory> factories;

    /** @param factories as James collects them: those of all its listeners */
    @Inject
    public ListenersProbe(Set<CertificateReloadable.Factory> factories) {
        this.factories = factories;
    }

    @Override
    public String name() {
        return "listeners";
    }

    @Override
    public Mono<Optional<String>> problem() {
        return Mono.fromCallable(() -> {
            List<String> down = listeners()
                    .filter(listener -> !listener.isStarted())
                    .map(AbstractConfigurableAsyncServer::getServiceType)
                    .toList();
            if (listeners().findAny().isEmpty()) {
                return Optional.of("none is up");
            }
            return down.isEmpty() ? Optional.empty() : Optional.of("down: " + String.join(", ", down));
        });
    }

    private Stream<AbstractConfigurableAsyncServer> listeners() {
        return factories.stream()
                .filter(AbstractServerFactory.class::isInstance)
                .flatMap(factory -> ((AbstractServerFactory) factory).getServers().stream());
    }
}
