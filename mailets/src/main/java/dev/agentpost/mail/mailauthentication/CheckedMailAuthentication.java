package dev.agentpost.mail.mailauthentication;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SPF, DKIM and DMARC on threads of their own, since look-ups may wait. When time is over, all threads are taken or
 * something fails, the verdict is a temporary error: nothing is known.
 */
public class CheckedMailAuthentication implements MailAuthentication {
    private static final Logger LOGGER = LoggerFactory.getLogger(CheckedMailAuthentication.class);

    private final SpfCheck spf;
    private final DkimCheck dkim;
    private final DmarcCheck dmarc;
    private final Executor executor;
    private final Duration timeout;

    /**
     * @param executor bounded; what it rejects is not checked
     * @param timeout for all checks of a message together
     */
    public CheckedMailAuthentication(
            SpfCheck spf, DkimCheck dkim, DmarcCheck dmarc, Executor executor, Duration timeout) {
        this.spf = spf;
        this.dkim = dkim;
        this.dmarc = dmarc;
        this.executor = executor;
        this.timeout = timeout;
    }

    @Override
    public CompletableFuture<AuthenticationResults> check(CheckedMessage message) {
        Deadline deadline = Deadline.in(timeout);
        try {
            return CompletableFuture.supplyAsync(() -> check(message, deadline), executor)
                    .completeOnTimeout(unknown(message), timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(failure -> failed(message, failure));
        } catch (RejectedExecutionException busy) {
            return CompletableFuture.completedFuture(unknown(message));
        }
    }

    private AuthenticationResults check(CheckedMessage message, Deadline deadline) {
        if (deadline.isOver()) {
            return unknown(message);
        }
        SpfVerdict spfVerdict = spf.check(message, deadline);
        List<DkimVerdict> dkimVerdicts = signatures(message, deadline);
        return new AuthenticationResults(
                spfVerdict, dkimVerdicts, dmarc.check(message.header(), spfVerdict, dkimVerdicts, deadline));
    }

    private List<DkimVerdict> signatures(CheckedMessage message, Deadline deadline) {
        try {
            return dkim.check(message, deadline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static AuthenticationResults failed(CheckedMessage message, Throwable failure) {
        LOGGER.warn("A message could not be checked: {}", failure.toString());
        LOGGER.debug("A message could not be checked", failure);
        return unknown(message);
    }

    private static AuthenticationResults unknown(CheckedMessage message) {
        SpfVerdict spf = SpfDomain.of(message).withResult(Verdict.TEMPERROR);
        DkimVerdict dkim = new DkimVerdict(Verdict.TEMPERROR, "", "", "");
        return new AuthenticationResults(
                spf,
                message.header().values("dkim-signature").isEmpty() ? List.of() : List.of(dkim),
                DmarcVerdict.of(Verdict.TEMPERROR, ""));
    }
}
