package dev.agentpost.mail.outbound.smtp;

import com.google.common.net.InetAddresses;
import dev.agentpost.mail.dns.DnsAnswer;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.outbound.Courier;
import dev.agentpost.mail.outbound.Destinations;
import dev.agentpost.mail.outbound.RecipientResult;
import dev.agentpost.mail.outbound.RecipientResult.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes messages to the servers of a domain, or to the smarthost, one server after the other until one says something
 * that counts. Keeps the connection for the next message to the same destination. Used by one thread.
 */
public final class SmtpCourier implements Courier {
    /** Many servers end connections that go on for longer. */
    private static final int MESSAGES_IN_A_CONNECTION = 50;

    private final SmtpConfiguration configuration;
    private final DnsResolver dns;
    private final MailRouting routing;
    private final SmtpDialer dialer;
    private Optional<Kept> kept = Optional.empty();

    private record Kept(String destination, Target target, SmtpConnection connection, int messages) {}

    public SmtpCourier(SmtpConfiguration configuration, DnsResolver dns) {
        this.configuration = configuration;
        this.dns = dns;
        this.routing = new MailRouting(
                dns, configuration.ownHost(), configuration.targets(), configuration.port(), new SecureRandom());
        this.dialer = new SmtpDialer(configuration);
    }

    @Override
    public Report deliver(Consignment consignment) {
        return configuration.smarthost().isEmpty() && consignment.destination().equals(Destinations.SMARTHOST_NAME)
                ? deliverByDomain(consignment)
                : deliverTogether(consignment);
    }

    /** What was accepted for a smarthost that is not there any more. */
    private Report deliverByDomain(Consignment consignment) {
        Map<String, RecipientResult> results = new HashMap<>();
        boolean connected = false;
        Map<String, List<String>> domains =
                consignment.recipients().stream().collect(Collectors.groupingBy(Destinations::domain));
        for (Map.Entry<String, List<String>> domain : domains.entrySet()) {
            Report report = deliverTogether(new Consignment(
                    consignment.message(),
                    domain.getKey(),
                    domain.getValue(),
                    consignment.content(),
                    consignment.lease()));
            results.putAll(report.results());
            connected = connected || report.connected();
        }
        return new Report(results, connected);
    }

    private Report deliverTogether(Consignment consignment) {
        Attempt attempt = new Attempt(consignment);
        if (attempt.overKept()) {
            return attempt.report();
        }
        Route route =
                configuration.smarthost().map(this::route).orElseGet(() -> routing.route(consignment.destination()));
        if (route instanceof Route.Nowhere nowhere) {
            return attempt.report(nowhere.result());
        }
        for (Target target : ((Route.Targets) route).targets()) {
            if (attempt.to(target)) {
                break;
            }
        }
        return attempt.report();
    }

    private Route route(Smarthost smarthost) {
        if (InetAddresses.isInetAddress(smarthost.host())) {
            InetAddress address = InetAddresses.forString(smarthost.host());
            return new Route.Targets(List.of(new Target(smarthost.host(), address, smarthost.port())));
        }
        DnsAnswer<InetAddress> answer = dns.addresses(smarthost.host()).block();
        return answer instanceof DnsAnswer.Found<InetAddress> found
                ? new Route.Targets(found.records().stream()
                        .map(address -> new Target(smarthost.host(), address, smarthost.port()))
                        .toList())
                : Route.deferred("4.4.3 The smarthost " + smarthost.host() + " has no address");
    }

    private void keep(Kept connection) {
        if (connection.messages() < MESSAGES_IN_A_CONNECTION) {
            kept = Optional.of(connection);
        } else {
            connection.connection().quit();
        }
    }

    @Override
    public void close() {
        kept.ifPresent(connection -> connection.connection().quit());
        kept = Optional.empty();
    }

    /** One message at its destination. */
    private final class Attempt {
        private final Consignment consignment;
        private final Map<String, RecipientResult> results = new HashMap<>();
        private RecipientResult last = RecipientResult.deferred("4.4.1 No server could be reached");
        private boolean connected;

        Attempt(Consignment consignment) {
            this.consignment = consignment;
        }

        /** Servers may end a connection at any time: then a new one is made. */
        boolean overKept() {
            if (kept.isEmpty() || !kept.get().destination().equals(consignment.destination())) {
                close();
                return false;
            }
            Kept connection = kept.get();
            kept = Optional.empty();
            return over(connection);
        }

        /** @return whether no other server needs to be tried */
        boolean to(Target target) {
            try {
                SmtpConnection connection = configuration.smarthost().isPresent()
                        ? dialer.toSmarthost(configuration.smarthost().get(), target)
                        : dialer.toExchange(target);
                return over(new Kept(consignment.destination(), target, connection, 0));
            } catch (Unusable e) {
                connected = connected || e.isConnected();
                note(new RecipientResult(
                        e.isPermanent() ? Outcome.FAILED : Outcome.DEFERRED,
                        e.getMessage(),
                        Optional.of(target.name())));
                return false;
            }
        }

        /** A server that will be back counts more than one that never wants us. */
        private void note(RecipientResult result) {
            if (last.host().isEmpty() || last.outcome() == Outcome.FAILED || result.outcome() == Outcome.DEFERRED) {
                last = result;
            }
        }

        private boolean over(Kept connection) {
            SmtpTransaction transaction = new SmtpTransaction(
                    connection.connection(), consignment, connection.target().name());
            try {
                transaction.run();
                keep(new Kept(
                        connection.destination(),
                        connection.target(),
                        connection.connection(),
                        connection.messages() + 1));
            } catch (RuntimeException e) {
                connection.connection().close();
                throw e;
            } catch (IOException e) {
                connection.connection().close();
                String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                note(new RecipientResult(
                        Outcome.DEFERRED,
                        e instanceof SmtpTransaction.RefusedForNow ? reason : "4.4.2 " + reason,
                        Optional.of(connection.target().name())));
                connected = connected || e instanceof SmtpTransaction.RefusedForNow;
            }
            results.putAll(transaction.results());
            connected = connected || !transaction.results().isEmpty();
            return !transaction.results().isEmpty();
        }

        Report report() {
            return report(last);
        }

        Report report(RecipientResult forOthers) {
            Map<String, RecipientResult> all = new HashMap<>(results);
            consignment.recipients().forEach(recipient -> all.putIfAbsent(recipient, forOthers));
            return new Report(all, connected);
        }
    }
}
