package dev.agentpost.mail.folder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderNameTest {
    private static final String COMPOSED = "B\u00fcro";
    private static final String DECOMPOSED = "Bu\u0308ro";

    @ParameterizedTest
    @CsvSource({"Work,work", "INBOX,Inbox", "BÜRO,büro", "ОТЧЁТ,отчёт", "a.B,A.b", "ΣΟΦΟΣ,σοφος"})
    void namesShouldCompareWithoutCase(String one, String other) {
        assertThat(FolderName.same(one, other)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"Work,Works", "Strasse,Straße", "a.b,a/b", "'a b',ab", "Buro,Büro"})
    void otherNamesShouldDiffer(String one, String other) {
        assertThat(FolderName.same(one, other)).isFalse();
    }

    @Test
    void accentsShouldCompareHoweverTheyAreComposed() {
        assertThat(FolderName.same(COMPOSED, DECOMPOSED)).isTrue();
    }

    @Test
    void parentsShouldBeTheNearestFirst() {
        assertThat(FolderName.parents("a.b.c")).containsExactly("a.b", "a");
        assertThat(FolderName.parents("a")).isEmpty();
    }
}
