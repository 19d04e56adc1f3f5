package dev.agentpost.mail.mailboxstore.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeedleTest {
    @ParameterizedTest
    @CsvSource({
        "count, Please COUNT this, true",
        "COUNT, please count this, true",
        "count, please coun, false",
        "aab, aaaab, true",
        "abab, abacababc, true",
        "straße, STRASSE, false",
        "GRÜSSE, grüsse aus wien, true",
        "grusse, grüsse, false",
        "ЖУК, жук, true",
        "ΟΔΟΣ, οδος, true",
        "ΟΔΟΣ, οδός, false",
        "日本, こんにちは日本, true",
        "'', anything, true",
    })
    void isInShouldNotRegardCaseButRegardAccents(String needle, String haystack, boolean expected) {
        assertThat(Needle.of(needle).isIn(haystack)).isEqualTo(expected);
    }

    @Test
    void finalSigmaShouldBeASigma() {
        assertThat(Needle.of("ΟΔΟΣ").isIn("οδος")).isTrue();
        assertThat(Needle.of("οδοσ").isIn("ΟΔΟΣ")).isTrue();
    }

    @Test
    void isInShouldFoldLettersBeyondTheBasicPlane() {
        String adlamCapitals = new String(Character.toChars(0x1E900));
        String adlamSmall = new String(Character.toChars(0x1E922));

        assertThat(Needle.of(adlamCapitals).isIn("x" + adlamSmall)).isTrue();
        assertThat(Needle.of(adlamSmall).isIn("x" + adlamCapitals)).isTrue();
    }

    @Test
    void emptyNeedleShouldBeInTheEmptyText() {
        assertThat(Needle.of("").isIn("")).isTrue();
    }

    @Test
    void matcherShouldNotFindAcrossTexts() {
        Needle.Matcher matcher = Needle.of("ab").matcher();

        matcher.accept('a');
        matcher.restart();
        matcher.accept('b');

        assertThat(matcher.isFound()).isFalse();
    }

    @Test
    void matcherShouldKeepWhatItFound() {
        Needle.Matcher matcher = Needle.of("ab").matcher();

        "xabx".chars().forEach(next -> matcher.accept((char) next));
        matcher.restart();

        assertThat(matcher.isFound()).isTrue();
    }
}
