package dev.agentpost.mail.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.integration.crash.CrashReport;
import dev.agentpost.mail.integration.crash.CrashRun;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes are killed at random moments; what was accepted must be there. See README.md for longer runs. */
@Order(Integer.MAX_VALUE)
class CrashIT {
    @Test
    @Timeout(value = 2, unit = TimeUnit.DAYS)
    void acceptedMailShouldOutliveKills() {
        int rounds = Integer.getInteger("agentpost.crash.rounds", 3);
        Long seed = Long.getLong("agentpost.crash.seed");

        CrashReport report = new CrashRun(rounds, seed == null ? System.nanoTime() : seed).run();

        assertThat(report.accepted()).isPositive();
        assertThat(report.missing()).as(report.summary()).isEmpty();
        assertThat(report.refusals()).as(report.summary()).isEmpty();
        assertThat(report.triedAgain()).isPositive();
        assertThat(report.secondCopies()).as(report.summary()).isZero();
        assertThat(report.findings()).as(report.summary()).isEmpty();
        assertThat(report.expunged()).isPositive();
        assertThat(report.misplaced()).as(report.summary()).isEmpty();
    }
}
