package dev.agentpost.mail.login.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChangeLog;
import dev.agentpost.mail.login.LoginChangeLogContract;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MemoryLoginChangeLogTest implements LoginChangeLogContract {
    private final TestClock clock = new TestClock();
    private final LoginChangeLog log = new MemoryLoginChangeLog(clock);

    @Override
    public LoginChangeLog testee() {
        return log;
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    @Test
    void oldEntriesShouldGo() {
        Instant start = clock.instant();
        log.append(new LoginChange.Key(ApiKeyId.generate())).block();
        clock.advance(log.retention().plus(Duration.ofSeconds(1)));
        LoginChange latest = new LoginChange.Key(ApiKeyId.generate());

        log.append(latest).block();

        assertThat(log.read(start).collectList().block())
                .extracting(LoginChangeLog.Entry::change)
                .containsExactly(latest);
    }
}
