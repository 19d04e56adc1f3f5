package dev.agentpost.mail.mailauthentication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailauthentication.jdkim.JdkimCheck;
import dev.agentpost.mail.mailauthentication.jspf.JspfCheck;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CheckedMailAuthenticationTest {
    private static final CheckedMessage MESSAGE = AuthenticationFixture.from("192.0.2.1", "x", "a@example.com");

    @RegisterExtension
    final AuthenticationFixture fixture = new AuthenticationFixture();

    private AuthenticationResults check(Executor executor, Duration timeout) {
        return new CheckedMailAuthentication(
                        new JspfCheck(fixture.resolver, "mail.example.org"),
                        new JdkimCheck(fixture.resolver),
                        new DmarcCheck(fixture.resolver, () -> 0),
                        executor,
                        timeout)
                .check(MESSAGE)
                .join();
    }

    private static void assertNothingIsKnown(AuthenticationResults results) {
        assertThat(results.spf().orElseThrow().result()).isEqualTo(Verdict.TEMPERROR);
        assertThat(results.dmarc().orElseThrow().result()).isEqualTo(Verdict.TEMPERROR);
    }

    @Test
    void allChecksShouldBeMade() {
        fixture.dns.txt("example.com", "v=spf1 ip4:192.0.2.1 -all").txt("_dmarc.example.com", "v=DMARC1; p=reject");

        AuthenticationResults results = check(ForkJoinPool.commonPool(), Duration.ofSeconds(20));

        assertThat(results.field("h"))
                .isEqualTo("Authentication-Results: h;\r\n\tspf=pass smtp.mailfrom=example.com;\r\n\tdkim=none;\r\n"
                        + "\tdmarc=pass header.from=example.com\r\n");
    }

    @Test
    void endOfTheTimeShouldLeaveEverythingUnknown() {
        fixture.dns.silent("example.com").silent("_dmarc.example.com");

        assertNothingIsKnown(check(ForkJoinPool.commonPool(), Duration.ofMillis(100)));
    }

    @Test
    void messageThatNoThreadIsLeftForShouldStayUnknown() {
        assertNothingIsKnown(check(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                Duration.ofSeconds(20)));
    }

    @Test
    void failureShouldLeaveEverythingUnknown() {
        CheckedMailAuthentication testee = new CheckedMailAuthentication(
                (message, deadline) -> {
                    throw new IllegalStateException("bug");
                },
                new JdkimCheck(fixture.resolver),
                new DmarcCheck(fixture.resolver, () -> 0),
                Runnable::run,
                Duration.ofSeconds(20));

        assertNothingIsKnown(testee.check(MESSAGE).join());
    }
}
