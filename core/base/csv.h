// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace flipside {

/// One row of a table.
struct CsvRow {
    std::size_t line = 1; ///< of the text, where the row begins; counted from 1
    std::vector<std::string> cells;
};

/// The rows of a text with commas between its cells (RFC 4180): a cell in quotes may hold commas, line breaks
/// and quotes, which are doubled there. Lines end as on any system; empty ones and the mark that some
/// programs put at the beginning (BOM) are left out. Throws Error naming `where` and the line for quotes that
/// do not match.
std::vector<CsvRow> rowsOfCsv(std::string_view text, const std::string& where);

/// A cell as it is written: in quotes where it must be.
std::string csvCell(std::string_view text);

} // namespace flipside
