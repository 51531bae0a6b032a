"""How texts and tables fit a screen: widths, columns, signs, colours, decimals."""
