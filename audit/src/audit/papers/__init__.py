"""The books of a programme year on paper: journal, turnover-and-balance sheet, list of facts.

Law: Accounting Act art. 13, 14, 18, 23, 24.

    books      what is written: journal lines, accounts, facts, each as rows of one table, streamed
    words      Polish headings and names, as an auditor of a Polish city reads them
    cells      how a value looks; texts that a spreadsheet could take for a formula are guarded
    csv_files  RFC 4180, with what Polish Excel expects
    workbook   XLSX
    printed    the journal as PDF, with sums carried from page to page
    writing    all of it into a folder, with a manifest
"""
