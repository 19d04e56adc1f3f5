package dev.agentpost.mail.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderPatternTest {
    @ParameterizedTest
    @CsvSource({
        "*,INBOX",
        "*,a.b.c",
        "%,INBOX",
        "inbox,INBOX",
        "Sent*,Sent",
        "sent*,Sent.2026",
        "%.%,a.b",
        "a.%,A.b",
        "a*c,a.b.c",
        "*b*,a.b.c",
        "a.*.c,a.b.c",
        "a%,abc",
        "%%,abc",
        "*%*,a.b"
    })
    void patternShouldMatch(String pattern, String name) {
        assertThat(FolderPattern.of(pattern).matches(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "%,a.b",
        "Sent,Sent.2026",
        "a.%,a",
        "a.%,a.b.c",
        "a.*,a",
        "%.%,a",
        "a*c,a.b",
        "INBOX,INBO",
        "INBO,INBOX",
        "a+,aa",
        "[ab],a"
    })
    void patternShouldNotMatch(String pattern, String name) {
        assertThat(FolderPattern.of(pattern).matches(name)).isFalse();
    }

    @Test
    void manyWildcardsShouldTakeNoTime() {
        FolderPattern pattern = FolderPattern.of("*a".repeat(400) + "b");

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> assertThat(pattern.matches("a".repeat(200)))
                .isFalse());
    }
}
