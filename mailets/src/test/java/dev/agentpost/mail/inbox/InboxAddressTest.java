package dev.agentpost.mail.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InboxAddressTest {

    @ParameterizedTest
    @CsvSource({
        "bot@shared.localhost, bot@shared.localhost",
        "BoT@Shared.LocalHost, bot@shared.localhost",
        "first.last@example.com, first.last@example.com",
        "o'neill_x-1@xn--bcher-kva.example, o'neill_x-1@xn--bcher-kva.example"
    })
    void parseShouldFoldCase(String text, String expected) {
        assertThat(InboxAddress.parse(text)).map(InboxAddress::asString).contains(expected.replace("''", "'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bot",
                "@",
                "bot@",
                "@example.com",
                ".bot@example.com",
                "bot.@example.com",
                "b..ot@example.com",
                "b ot@example.com",
                "bot+tag@example.com",
                "\"bot\"@example.com",
                "a@b@example.com",
                "bot@-example.com",
                "bot@example..com",
                "bot@[192.0.2.1]",
                "b\u00f6t@example.com",
                "\u212aim@example.com",
                "bot@example.com\r\n"
            })
    void parseShouldRefuse(String text) {
        assertThat(InboxAddress.parse(text)).isEmpty();
    }

    @Test
    void localPartShouldHaveAtMost64Characters() {
        assertThat(InboxAddress.parse("x".repeat(64) + "@example.com")).isPresent();
        assertThat(InboxAddress.parse("x".repeat(65) + "@example.com")).isEmpty();
    }

    @Test
    void constructorShouldRefuseUpperCase() {
        assertThatThrownBy(() -> new InboxAddress("Bot", "example.com")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "bot+news@example.com, bot@example.com",
        "bot+a+b@example.com, bot@example.com",
        "BOT+@example.com, bot@example.com",
        "bot@example.com, bot@example.com"
    })
    void parseWithoutTagShouldLeadToTheInbox(String text, String expected) {
        assertThat(InboxAddress.parseWithoutTag(text))
                .map(InboxAddress::asString)
                .contains(expected);
    }

    @Test
    void parseWithoutTagShouldRefuseATagAlone() {
        assertThat(InboxAddress.parseWithoutTag("+tag@example.com")).isEmpty();
    }
}
