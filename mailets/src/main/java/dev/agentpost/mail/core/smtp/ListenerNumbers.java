package dev.agentpost.mail.core.smtp;

import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * Reads whole numbers of a listener's configuration.
 *
 * @param file its name, for what is said of a bad value
 */
public record ListenerNumbers(String file, HierarchicalConfiguration<ImmutableNode> configuration) {

    /** @throws ConfigurationException naming the key, its value and what is allowed */
    public long positive(String key, long defaultValue, long max) throws ConfigurationException {
        String text = configuration.getString(key, Long.toString(defaultValue)).strip();
        try {
            long value = Long.parseLong(text);
            if (value > 0 && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // answered below, as a number out of range is
        }
        throw new ConfigurationException(
                file + ": " + key + " is '" + text + "': a whole number from 1 to " + max + " is expected");
    }
}
