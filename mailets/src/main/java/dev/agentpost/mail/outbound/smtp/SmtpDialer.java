package dev.agentpost.mail.outbound.smtp;

import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections up to the point where mail may be sent. Safe for use by many threads. */
final class SmtpDialer {
    private static final Logger LOGGER = LoggerFactory.getLogger(SmtpDialer.class);
    private static final SSLContext OPPORTUNISTIC = AnyCertificate.context();

    private final SmtpConfiguration configuration;

    SmtpDialer(SmtpConfiguration configuration) {
        this.configuration = configuration;
    }

    /** Encrypted where the server can do it; where it only says so, over a new connection in the clear. */
    SmtpConnection toExchange(Target target) throws Unusable {
        try {
            return dial(target, true);
        } catch (TlsFailure e) {
            LOGGER.info("no TLS with {}, going on without: {}", target.name(), e.getMessage());
            try {
                return dial(target, false);
            } catch (TlsFailure impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    private SmtpConnection dial(Target target, boolean tls) throws Unusable, TlsFailure {
        SmtpConnection connection = connect(target);
        try {
            welcome(connection, target);
            if (tls && connection.offers("STARTTLS")) {
                startTls(connection, target);
            }
            return connection;
        } catch (Unusable | TlsFailure | RuntimeException e) {
            connection.close();
            throw e;
        } catch (IOException e) {
            connection.close();
            throw unreachable(target, e);
        }
    }

    private void startTls(SmtpConnection connection, Target target) throws TlsFailure, IOException, Unusable {
        try {
            if (!connection.startTls().isPositive()) {
                return;
            }
            connection.encrypt(OPPORTUNISTIC, target.host(), false);
            hello(connection, target);
        } catch (IOException e) {
            throw new TlsFailure(e);
        }
    }

    /** Security is not optional here when there are credentials to be given away. */
    SmtpConnection toSmarthost(Smarthost smarthost, Target target) throws Unusable {
        if (!smarthost.isVerified()) {
            return toExchange(target);
        }
        SmtpConnection connection = connect(target);
        try {
            if (smarthost.implicitTls()) {
                connection.encrypt(configuration.verifying(), target.host(), true);
            }
            welcome(connection, target);
            if (!smarthost.implicitTls()) {
                secure(connection, target);
            }
            authenticate(connection, smarthost.credentials());
            return connection;
        } catch (Unusable | RuntimeException e) {
            connection.close();
            throw e;
        } catch (IOException e) {
            connection.close();
            throw unreachable(target, e);
        }
    }

    private void secure(SmtpConnection connection, Target target) throws IOException, Unusable {
        if (!connection.offers("STARTTLS")) {
            throw Unusable.unreachable("4.7.5 " + target.name() + " offers no STARTTLS");
        }
        RemoteReply reply = connection.startTls();
        if (!reply.isPositive()) {
            throw Unusable.unreachable("4.7.5 " + target.name() + " refuses STARTTLS: " + reply.text());
        }
        connection.encrypt(configuration.verifying(), target.host(), true);
        hello(connection, target);
    }

    /** A refused login is the operator's to mend: mail waits for it. */
    private static void authenticate(SmtpConnection connection, Optional<Smarthost.Credentials> credentials)
            throws IOException, Unusable {
        if (credentials.isPresent()) {
            RemoteReply reply = connection.authenticate(
                    credentials.get().username(), credentials.get().password());
            if (!reply.isPositive()) {
                LOGGER.error("the smarthost refuses our credentials: {}", reply.text());
                throw Unusable.unreachable("4.7.8 the smarthost refuses our credentials: " + reply.text());
            }
        }
    }

    private SmtpConnection connect(Target target) throws Unusable {
        try {
            return SmtpConnection.open(target.socketAddress(), configuration.timeouts());
        } catch (IOException e) {
            throw unreachable(target, e);
        }
    }

    private void welcome(SmtpConnection connection, Target target) throws IOException, Unusable {
        RemoteReply greeting = connection.greeting();
        if (!greeting.isPositive()) {
            throw Unusable.refused(greeting);
        }
        hello(connection, target);
    }

    private void hello(SmtpConnection connection, Target target) throws IOException, Unusable {
        RemoteReply reply = connection.hello(ownName());
        if (!reply.isPositive()) {
            throw Unusable.refused(reply);
        }
        String name = reply.lines().get(0).split(" ", 2)[0].toLowerCase(Locale.ROOT);
        if (name.equals(configuration.ownHost()) && name.indexOf('.') > 0) {
            throw Unusable.looped("5.4.6 " + target.name() + " is this server itself");
        }
    }

    /** RFC 5321 section 4.1.3: an address stands in brackets. */
    private String ownName() {
        String host = configuration.ownHost();
        if (!InetAddresses.isInetAddress(host)) {
            return host;
        }
        return host.indexOf(':') < 0 ? "[" + host + "]" : "[IPv6:" + host + "]";
    }

    private static Unusable unreachable(Target target, IOException e) {
        return Unusable.unreachable("4.4.1 " + target.name() + ": "
                + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
    }

    /** After STARTTLS was offered. */
    private static final class TlsFailure extends Exception {
        private static final long serialVersionUID = 1;

        TlsFailure(IOException cause) {
            super(cause);
        }
    }
}
