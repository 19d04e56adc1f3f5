package dev.agentpost.mail.server;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.mailauthentication.CheckedMailAuthentication;
import dev.agentpost.mail.mailauthentication.DmarcCheck;
import dev.agentpost.mail.mailauthentication.MailAuthentication;
import dev.agentpost.mail.mailauthentication.jdkim.JdkimCheck;
import dev.agentpost.mail.mailauthentication.jspf.JspfCheck;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** SPF, DKIM and DMARC for mail from the world, where there is a DNS to ask. */
public final class MailAuthenticationModule extends AbstractModule {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_THREADS = 64;
    private static final int MAX_WAITING = 1000;
    private static final int PERCENT = 100;

    private final boolean asksDns;
    private final String serverName;

    /** @param asksDns false: nothing is looked up, and nothing found out */
    public MailAuthenticationModule(boolean asksDns, String serverName) {
        this.asksDns = asksDns;
        this.serverName = serverName;
    }

    @Provides
    @Singleton
    MailAuthentication authentication(DnsResolver dns) {
        return asksDns
                ? new CheckedMailAuthentication(
                        new JspfCheck(dns, serverName),
                        new JdkimCheck(dns),
                        new DmarcCheck(dns, () -> ThreadLocalRandom.current().nextInt(PERCENT)),
                        threads(),
                        TIMEOUT)
                : MailAuthentication.OFF;
    }

    private static Executor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MAX_THREADS,
                MAX_THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(MAX_WAITING),
                new ThreadFactoryBuilder()
                        .setNameFormat("mail-authentication-%d")
                        .setDaemon(true)
                        .build());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
